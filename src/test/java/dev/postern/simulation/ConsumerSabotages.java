package dev.postern.simulation;

import dev.postern.model.Lie;
import dev.postern.model.ModelTable;

/** The protections of the consuming half that are taken away in turn. */
enum ConsumerSabotages implements ConsumerSabotage {
  /** An outcome is recorded though the message was handed over again. */
  VERSION_NOT_CHECKED {
    @Override
    public void services(ModelTable table) {
      table.lie(Lie.DELIVERY_WRITTEN_WHATEVER_STANDS);
    }
  },

  /** What becomes of a message is not written down. */
  DELIVERY_NOT_WRITTEN {
    @Override
    public void services(ModelTable table) {
      table.lie(Lie.DELIVERY_NOT_WRITTEN);
    }
  },

  /** A dead message leaves its queue without a letter. */
  LETTER_NOT_KEPT {
    @Override
    public void services(ModelTable table) {
      table.lie(Lie.LETTER_NOT_KEPT);
    }
  }
}

package dev.postern.model;

import dev.postern.lane.Lanes;
import dev.postern.lane.LanesContract;

class ModelLanesTest extends LanesContract {
  private final Lanes lanes = new ModelLanes(new ModelTable(), Line.PERFECT);

  @Override
  protected Lanes lanes() {
    return lanes;
  }
}

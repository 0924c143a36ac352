package dev.postern.model;

import dev.postern.subscription.Letters;
import dev.postern.subscription.LettersContract;

class ModelLettersTest extends LettersContract {
  private final Letters letters = new ModelLetters(new ModelTable(), Line.PERFECT);

  @Override
  protected Letters letters() {
    return letters;
  }
}

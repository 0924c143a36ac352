package dev.postern.simulation;

import java.util.function.Supplier;

/** What is around a process: time, what goes wrong, and who takes notes. */
interface Around {
  Events events();

  Troubles troubles();

  boolean isNoting();

  void note(Supplier<String> note);
}

package io.transferstudy.worker.weights;

/**
 * What a pickle's classes, functions and objects are to whoever reads it. Nothing is run: each
 * method makes a value of values, or refuses.
 */
interface PickleObjects {

  /** The class or function of that name. */
  PickleValue global(String module, String name);

  /** What a persistent id stands for. */
  PickleValue persistent(PickleValue id);

  /** What a call gives. */
  PickleValue call(PickleValue called, PickleValue arguments);

  /** A new object, of whatever class and arguments. */
  PickleValue create();

  /** Gives an object its state. */
  void build(PickleValue object, PickleValue state);
}

package io.vivarium.kernel.descriptor;

/** What is wrong with a descriptor. The message begins with where it stands and says what to do where that is not plain. */
public final class DescriptorProblem extends Exception {
  private static final long serialVersionUID = 1L;

  DescriptorProblem(String message) {
    super(message);
  }
}

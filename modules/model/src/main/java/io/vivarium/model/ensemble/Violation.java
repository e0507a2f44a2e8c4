package io.vivarium.model.ensemble;

/**
 * A line of a membership that is well-formed and still keeps a server from starting.
 *
 * @param rule what it breaks
 * @param key the line, such as {@code server.3}
 * @param what what is wrong with it, to be read behind the line
 */
public record Violation(Rule rule, String key, String what) {
  /** What is wrong with a line whose key does not end in a number from 0 on. */
  public static final String NO_NUMBER = "must end in the number of a server or group";

  /** What is wrong with a weight that is no number from 0 on. */
  public static final String NO_WEIGHT = "must be a whole number of at least 0";

  /** What holds for the lines of a membership. */
  public enum Rule {
    /** Servers and groups have numbers from 0 on. */
    NUMBERED,
    /** A server has one address, unless several are allowed. */
    ONE_ADDRESS,
    /** Where there are groups each voter is in one. */
    GROUPED,
    /** No server is in two groups. */
    ONE_GROUP,
    /** Groups are made of servers that are there. */
    GROUP_OF_MEMBERS,
    /** Weights are those of servers that are there. */
    WEIGHT_OF_MEMBER,
    /** Weights are 0 or more. */
    WEIGHT
  }

  @Override
  public String toString() {
    return key + ": " + what;
  }
}

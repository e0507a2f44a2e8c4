package io.vivarium.spi.admin;

/** How a command is asked. */
public enum AdminMethod {
  /** To look at something. Some of ZooKeeper's commands reset counters this way. */
  GET,
  /** To change something, possibly with a body. */
  POST
}

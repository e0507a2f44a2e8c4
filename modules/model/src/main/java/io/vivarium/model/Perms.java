package io.vivarium.model;

/** Permission bits of an {@link Acl}. */
public final class Perms {
  /** Read data and children of the node. */
  public static final int READ = 1;

  /** Set the data of the node. */
  public static final int WRITE = 2;

  /** Create a child of the node. */
  public static final int CREATE = 4;

  /** Delete a child of the node. */
  public static final int DELETE = 8;

  /** Set the ACL of the node. */
  public static final int ADMIN = 16;

  /** All of them. */
  public static final int ALL = 31;

  private Perms() {}
}

package io.vivarium.spi.admin;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/** A question that operators may put. The methods that describe it always answer the same; any thread may call. */
public interface AdminCommand {
  /** Its name: lower-case letters, digits and underscores, beginning with a letter. */
  String name();

  /** Further names of the same form; by custom one of four letters. */
  default List<String> aliases() {
    return List.of();
  }

  /** Ways in which it may be asked, at least one. */
  default Set<AdminMethod> methods() {
    return Set.of(AdminMethod.GET);
  }

  /** Whether it makes sense only while clients are served; the server answers for it otherwise. */
  default boolean needsServing() {
    return true;
  }

  /** Whether the caller must have all permissions on the root znode to ask in this way; the server sees to it. */
  default boolean needsAuthorization(AdminMethod method) {
    return method == AdminMethod.POST;
  }

  /**
   * Answers. Called on a thread of the endpoint's, which it may block, by several at the same time. What it throws is told to the caller
   * as an internal error without details, and to the log with them.
   *
   * @throws IOException for what went wrong outside of the server, such as on a disk; it is told as any other
   */
  AdminReply answer(AdminRequest request) throws IOException;
}

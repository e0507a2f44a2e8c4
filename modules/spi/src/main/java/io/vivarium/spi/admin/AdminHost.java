package io.vivarium.spi.admin;

import io.vivarium.spi.transport.ServerTls;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The server, as whoever carries questions to it sees it. Any thread. */
public interface AdminHost {
  /** The names of all commands, sorted; without aliases. */
  List<String> commands();

  /**
   * Answers a question. Checks first what the command demands: the method, that clients are served, the caller's authorisation. Blocks
   * for as long as the command takes. An unknown command is answered, too; nothing is thrown.
   *
   * @return with the fields {@code command} and {@code error}
   */
  AdminReply ask(AdminRequest request);

  /**
   * As {@link #ask}, for somebody of whom the endpoint knows by its own means that he may do everything, such as attach to the process:
   * nothing is demanded of him.
   */
  default AdminReply askAsOperator(AdminRequest request) {
    return ask(request);
  }

  /** How the server is. Cheap, and asks no command. */
  Health health();

  /**
   * What encrypts connections to an endpoint; null when the server's transport does not encrypt. Not before the endpoint's start.
   *
   * @throws IOException when it does, and has no key for that; the message says what to set
   */
  @Nullable ServerTls tls() throws IOException;
}

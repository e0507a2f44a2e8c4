package io.vivarium.spi.admin;

import io.vivarium.spi.Plugin;
import java.util.List;

/** Commands that are offered at every admin endpoint, beside those of the server. */
public interface AdminCommands extends Plugin {
  /**
   * The commands; asked for once, before {@link #start}, and asked themselves after it only. What describes them is read once. A name or alias that another command has already stops the start of the
   * server.
   *
   * @param host whom commands may ask other commands; not before they are asked themselves
   */
  List<AdminCommand> commands(AdminHost host);
}

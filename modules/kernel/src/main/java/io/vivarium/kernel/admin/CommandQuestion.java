package io.vivarium.kernel.admin;

import io.vivarium.spi.admin.AdminRequest;
import org.jspecify.annotations.Nullable;

/** What a command of the server's own needs to be answered. */
record CommandQuestion(Served served, AdminRequest request) {
  ServerView server() {
    return served.server();
  }

  /**
   * A parameter that is a number of 64 bits, in the forms that ZooKeeper's tools print; null when it is not given.
   *
   * @throws BadParameterException when it is given and no such number
   */
  @Nullable Long number(String parameter) {
    String text = request.parameters().get(parameter);
    Long number = ClientCommands.id(text);
    if (text != null && number == null) {
      throw new BadParameterException(
          "The parameter "
              + parameter
              + " is "
              + text
              + "; it must be a whole number, with 0x before it when it is hexadecimal");
    }
    return number;
  }
}

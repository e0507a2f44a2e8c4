package io.vivarium.kernel.admin;

import io.vivarium.spi.admin.AdminRequest;

/** What a command of the server's own needs to be answered. */
record CommandQuestion(Served served, AdminRequest request) {
  ServerView server() {
    return served.server();
  }
}

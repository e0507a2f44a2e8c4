package io.vivarium.plugin.installer;

import io.vivarium.plugin.installer.content.Refusal;
import io.vivarium.plugin.installer.maven.Repositories;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;

/**
 * The person who gave the command.
 *
 * @param out what was asked for
 * @param err questions, progress, what went wrong
 * @param in answers
 * @param interactive whether there is somebody to ask
 */
record Terminal(PrintWriter out, PrintWriter err, BufferedReader in, boolean interactive) {
  private static final int STEPS = 10;
  private static final long STRIDE = 4 << 20;

  /** Goes on when the person agrees. */
  void confirm(String question) throws IOException, Refusal {
    if (!interactive) {
      throw new Refusal("nobody can be asked whether to go on; --yes goes on without");
    }
    err.print(question + " [y/N] ");
    err.flush();
    String answer = in.readLine();
    if (answer == null
        || !(answer.strip().equalsIgnoreCase("y") || answer.strip().equalsIgnoreCase("yes"))) {
      throw new Refusal("nothing was changed, as you did not say yes");
    }
  }

  /** Shows a download: a line for every tenth of it, or for every few megabytes where nobody says how many there are. */
  Repositories.Progress progress(String what) {
    err.println("Fetching " + what);
    long[] shown = {0, 0};
    return (bytes, total) -> {
      if (total > 0 && bytes * STEPS / total > shown[0]) {
        shown[0] = bytes * STEPS / total;
        err.println("  " + shown[0] * 100 / STEPS + " % of " + Sizes.shown(total));
      } else if (total <= 0 && bytes / STRIDE > shown[1]) {
        shown[1] = bytes / STRIDE;
        err.println("  " + Sizes.shown(bytes));
      }
    };
  }
}

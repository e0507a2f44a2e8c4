package io.vivarium.tools.apache;

import io.vivarium.model.MalformedFrameException;
import io.vivarium.tools.output.CommonOptions;
import io.vivarium.tools.status.FourLetterWords;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.util.Map;
import java.util.TreeMap;

/** ZooKeeper's own tools by the names of their classes: what their scripts pass is understood, and what they print is printed. */
public final class ApacheTools {
  /** One of the tools. */
  @FunctionalInterface
  interface Tool {
    /** Runs and returns the exit code. */
    int run(String... args) throws IOException;
  }

  private ApacheTools() {}

  /**
   * Runs a tool.
   *
   * @param name of its class, without the package
   * @return its exit code
   */
  public static int execute(PrintWriter out, PrintWriter err, String name, String... args) {
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, System.out.charset()));
    Map<String, Tool> tools =
        new TreeMap<>(
            Map.of(
                "TxnLogToolkit", words -> new TxnLogToolkit(out, err, in).run(words),
                "SnapshotFormatter", words -> new SnapshotFormatter(out, err).run(words),
                "SnapshotComparer", words -> new SnapshotComparer(out, err, in).run(words),
                "SnapshotRecursiveSummary",
                    words -> new SnapshotRecursiveSummary(out, err).run(words),
                "PurgeTxnLog", words -> new PurgeTxnLog(out, err).run(words),
                "FourLetterWordMain", words -> new FourLetterWords(out).run(words)));
    Tool tool = tools.get(name);
    if (tool == null) {
      err.println("vivarium apache: there is no tool " + name + ", but " + tools.keySet());
      return 2;
    }
    try {
      return tool.run(args);
    } catch (IOException | MalformedFrameException e) {
      out.flush();
      err.println(name + ": " + CommonOptions.said(e));
      return 1;
    } finally {
      out.flush();
    }
  }
}

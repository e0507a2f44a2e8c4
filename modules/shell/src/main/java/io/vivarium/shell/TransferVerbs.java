package io.vivarium.shell;

import io.vivarium.client.Client;
import io.vivarium.model.Acl;
import io.vivarium.model.CreateMode;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.OpCode;
import io.vivarium.model.Paths;
import io.vivarium.model.Reply;
import io.vivarium.model.Request;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Commands that take a subtree out as JSON, and put it back somewhere. */
final class TransferVerbs {
  private static final int BATCH_NODES = 64;
  private static final int BATCH_BYTES = 256 * 1024;

  private TransferVerbs() {}

  static List<Verb> all() {
    return List.of(
        new Verb(
            "export",
            "export [-e] path [file]",
            "Writes a node and all below it as JSON, to a file or here; without ephemerals unless -e",
            Syntax.words(1, 2).flags("e"),
            TransferVerbs::export),
        new Verb(
            "import",
            "import [--dry-run] [-o] file path",
            "Makes the nodes of an export below a path; -o: replaces data that differs; --dry-run: only tells what would be done",
            Syntax.words(2, 2).flags("dry-run", "n", "o"),
            TransferVerbs::importFile));
  }

  private static void export(Shell shell, Arguments arguments) throws Failure {
    String top = arguments.path(0);
    boolean ephemerals = arguments.has("e");
    try {
      if (arguments.word(1).isEmpty()) {
        write(shell, top, ephemerals, shell.streams().out());
        return;
      }
      Path file = Path.of(arguments.words().get(1));
      long nodes = ExportFile.replace(file, out -> write(shell, top, ephemerals, out));
      shell.fact("exported", nodes, "Exported " + nodes + " nodes to " + file);
    } catch (IOException e) {
      throw cannot("write", e);
    }
  }

  private static Failure cannot(String what, IOException cause) {
    return new Failure(
        "FILE",
        "cannot " + what + ": " + cause.getClass().getSimpleName() + ": " + cause.getMessage(),
        null,
        Failure.FAILED);
  }

  /** Not one moment's state: nodes are read one after the other, and what goes meanwhile is left out. */
  private static long write(Shell shell, String top, boolean ephemerals, Writer out)
      throws Failure, IOException {
    long[] nodes = {0};
    try (ExportFile.Output export = new ExportFile.Output(out, top)) {
      Walk.from(
          shell,
          top,
          Long.MAX_VALUE,
          (path, _, _) -> {
            try {
              if (add(shell, top, path, ephemerals, export)) {
                nodes[0]++;
              }
            } catch (IOException e) {
              throw cannot("write", e);
            }
          });
      export.finish();
    }
    return nodes[0];
  }

  private static boolean add(
      Shell shell, String top, String path, boolean ephemerals, ExportFile.Output export)
      throws Failure, IOException {
    if (path.equals(Paths.ZOOKEEPER) || path.startsWith(Paths.ZOOKEEPER + "/")) {
      return false;
    }
    Client client = shell.client();
    var data = client.getData(path, null);
    var acl = client.getAcl(path);
    Reply.DataStat read;
    List<Acl> access;
    try {
      read = shell.await(data);
      access = shell.await(acl).acl();
    } catch (Failure failure) {
      if (failure.reason().equals(ErrorCode.NO_NODE.name())) {
        return false;
      }
      throw failure;
    }
    if (read.stat().ephemeralOwner() != 0 && !ephemerals) {
      return false;
    }
    export.add(new ExportFile.Node(relative(top, path), read.data(), access));
    return true;
  }

  private static String relative(String top, String path) {
    return top.equals(Paths.ROOT) ? (path.equals(top) ? "" : path) : path.substring(top.length());
  }

  private static void importFile(Shell shell, Arguments arguments) throws Failure {
    Path file = Path.of(arguments.words().getFirst());
    Importer importer =
        new Importer(
            shell,
            arguments.path(1),
            arguments.has("dry-run") || arguments.has("n"),
            arguments.has("o"));
    try {
      // Looked through as a whole before anything is done, so that a conflict leaves nothing half
      // done.
      for (boolean checking : new boolean[] {true, false}) {
        try (Reader in = Files.newBufferedReader(file)) {
          importer.begin(checking);
          ExportFile.read(in, importer::take);
          importer.finish();
        }
      }
    } catch (IOException e) {
      throw cannot("read " + file, e);
    }
    importer.summary();
  }

  /** Puts the nodes of an export below a path. */
  private static final class Importer {
    private final Shell shell;
    private final String top;
    private final boolean dryRun;
    private final boolean overwrite;
    private final List<Request> batch = new ArrayList<>();
    private final Set<String> conflicts = new HashSet<>();
    private int batchBytes;
    private boolean checking;
    private int created;
    private int replaced;
    private int same;

    Importer(Shell shell, String top, boolean dryRun, boolean overwrite) {
      this.shell = shell;
      this.top = top;
      this.dryRun = dryRun;
      this.overwrite = overwrite;
    }

    void begin(boolean onlyChecking) {
      checking = onlyChecking;
      created = 0;
      replaced = 0;
      same = 0;
    }

    void take(ExportFile.Node node) throws Failure {
      if (!node.path().isEmpty() && !node.path().startsWith("/")) {
        throw new Failure(
            "FILE",
            "the path '" + node.path() + "' of a node must be empty or begin with /",
            node.path(),
            Failure.FAILED);
      }
      String path = top.equals(Paths.ROOT) ? node.path() : top + node.path();
      if (path.isEmpty()) {
        path = Paths.ROOT;
      }
      Messages.check(path);
      byte[] data = node.data();
      int bytes = data == null ? 0 : data.length;
      Reply.DataStat there = existing(path);
      if (there == null) {
        created++;
        List<Acl> acl = node.acl();
        step("create", path, bytes);
        add(
            new Request.Create(
                OpCode.CREATE2,
                path,
                data,
                acl == null ? Acl.OPEN : acl,
                CreateMode.PERSISTENT.flag(),
                0),
            bytes);
      } else if (Arrays.equals(there.data(), data)) {
        same++;
      } else if (overwrite) {
        replaced++;
        step("replace", path, bytes);
        add(new Request.SetData(path, data, there.stat().version()), bytes);
      } else {
        conflicts.add(path);
      }
    }

    private Reply.@org.jspecify.annotations.Nullable DataStat existing(String path) throws Failure {
      try {
        return shell.await(shell.client().getData(path, null));
      } catch (Failure failure) {
        if (failure.reason().equals(ErrorCode.NO_NODE.name())) {
          return null;
        }
        throw failure;
      }
    }

    private void step(String action, String path, int bytes) {
      if (dryRun && !checking) {
        shell.print(new Outcome.Step(action, path, bytes));
      }
    }

    private void add(Request request, int bytes) throws Failure {
      if (dryRun || checking) {
        return;
      }
      batch.add(request);
      batchBytes += bytes;
      if (batch.size() >= BATCH_NODES || batchBytes >= BATCH_BYTES) {
        flush();
      }
    }

    private void flush() throws Failure {
      if (!batch.isEmpty()) {
        shell.await(shell.client().multi(List.copyOf(batch)));
        batch.clear();
        batchBytes = 0;
      }
    }

    void finish() throws Failure {
      flush();
      if (checking && !conflicts.isEmpty()) {
        String first = conflicts.stream().sorted().findFirst().orElse("");
        throw new Failure(
            "CONFLICT",
            conflicts.size()
                + " nodes are there with other data, the first is "
                + first
                + "; nothing was changed. Replace them with -o, or choose another path",
            first,
            Failure.FAILED);
      }
    }

    void summary() {
      String text =
          "%s %d nodes, %s %d, %d were the same"
              .formatted(
                  dryRun ? "Would create" : "Created",
                  created,
                  dryRun ? "replace" : "replaced",
                  replaced,
                  same);
      shell.fact(dryRun ? "planned" : "imported", created + replaced, text);
    }
  }
}

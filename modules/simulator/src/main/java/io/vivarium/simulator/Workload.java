package io.vivarium.simulator;

import io.vivarium.model.Acl;
import io.vivarium.model.CreateMode;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.OpCode;
import io.vivarium.model.Reply;
import io.vivarium.model.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a bit of everything: registers with and without versions, two accounts that always sum up to the same, a growing set of
 * sequential nodes, ephemerals, watches, barriers, and ends of sessions.
 */
final class Workload implements SimulatedClient.Program {
  static final String REGISTERS = "/r";
  static final String ACCOUNTS = "/b";
  static final String SET = "/q";
  static final String EPHEMERALS = "/e";

  /** Beginning of the names of the last nodes. */
  static final String LAST = "/last-";

  static final int TOTAL = 200;

  private static final int KEYS = 5;
  private static final long MILLI = 1_000_000;

  private final int client;
  private final SplittableRandom chance;
  private final String padding;
  private final ArrayDeque<Request> ready = new ArrayDeque<>();
  private final int[] versions = new int[KEYS];
  private final List<String> ephemerals = new ArrayList<>();
  private final List<String> sequentials = new ArrayList<>();
  private long values;
  private boolean over;

  /** Set when {@link #finish} was asked and answered. */
  private boolean finished;

  private boolean finishing;

  /**
   * A client's program.
   *
   * @param valueBytes by how much the values written are longer than they need to be
   */
  Workload(int client, SplittableRandom chance, int valueBytes) {
    this.client = client;
    this.chance = chance;
    this.padding = "-".repeat(valueBytes);
    Arrays.fill(versions, -1);
    prepare();
  }

  /** Whoever comes first makes the nodes that everybody uses. */
  private void prepare() {
    for (String path : List.of(REGISTERS, ACCOUNTS, SET, EPHEMERALS)) {
      ready.add(create(path, "", CreateMode.PERSISTENT));
    }
    for (int key = 0; key < KEYS; key++) {
      ready.add(create(register(key), value(), CreateMode.PERSISTENT));
    }
    ready.add(
        new Request.Multi(
            List.of(
                create(account(0), TOTAL / 2 + ":" + value(), CreateMode.PERSISTENT),
                create(account(1), TOTAL / 2 + ":" + value(), CreateMode.PERSISTENT))));
  }

  /** Asks for nothing any more but one last barrier and read. */
  void finish() {
    over = true;
    finishing = false;
    finished = false;
  }

  /** The number of the client. */
  int client() {
    return client;
  }

  /** Whether the last barrier and read were answered. */
  boolean finished() {
    return finished;
  }

  static String register(int key) {
    return REGISTERS + "/k" + key;
  }

  static String account(int number) {
    return ACCOUNTS + "/a" + number;
  }

  private String value() {
    return "c" + client + "-" + ++values + padding;
  }

  private static Request.Create create(String path, String data, CreateMode mode) {
    return new Request.Create(OpCode.CREATE, path, bytes(data), Acl.OPEN, mode.flag(), 0);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public int window() {
    return 4;
  }

  @Override
  public long pauseNanos() {
    return chance.nextInt(20) == 0
        ? chance.nextLong(400 * MILLI)
        : chance.nextLong(MILLI, 60 * MILLI);
  }

  @Override
  public @Nullable Request next() {
    if (over) {
      return last();
    }
    Request queued = ready.poll();
    return queued != null ? queued : any();
  }

  private @Nullable Request last() {
    if (finishing) {
      return null;
    }
    finishing = true;
    ready.clear();
    return create(LAST + client + "-", value(), CreateMode.PERSISTENT_SEQUENTIAL);
  }

  private Request any() {
    int key = chance.nextInt(KEYS);
    int dice = chance.nextInt(100);
    if (dice < 25) {
      int version = chance.nextBoolean() ? -1 : versions[key];
      return new Request.SetData(register(key), bytes(value()), version);
    } else if (dice < 55) {
      return new Request.GetData(register(key), chance.nextInt(3) == 0);
    } else if (dice < 65) {
      return new Request.MultiRead(
          List.of(new Request.GetData(account(0), false), new Request.GetData(account(1), false)));
    } else if (dice < 72) {
      return create(SET + "/n-", value(), CreateMode.PERSISTENT_SEQUENTIAL);
    } else if (dice < 75 && !sequentials.isEmpty()) {
      return new Request.Delete(sequentials.remove(chance.nextInt(sequentials.size())), -1);
    } else if (dice < 82) {
      return create(EPHEMERALS + "/c" + client + "-", value(), CreateMode.EPHEMERAL_SEQUENTIAL);
    } else if (dice < 86 && !ephemerals.isEmpty()) {
      return new Request.Delete(ephemerals.remove(chance.nextInt(ephemerals.size())), -1);
    } else if (dice < 92) {
      ready.add(new Request.GetData(register(key), false));
      return new Request.Sync(register(key));
    } else if (dice < 94) {
      return new Request.GetChildren(EPHEMERALS, false, true);
    } else if (dice < 99) {
      return new Request.Exists(register(key), false);
    } else {
      return new Request.CloseSession();
    }
  }

  @Override
  public void answered(Ledger.Op op) {
    boolean ok = op.error() == ErrorCode.OK.code();
    if (over) {
      finished |= ok && op.request() instanceof Request.Create made && made.path().startsWith(LAST);
      finishing &= ok;
      return;
    }
    if (!ok) {
      return;
    }
    switch (op.reply()) {
      case Reply.Path made when op.request() instanceof Request.Create asked ->
          remember(asked, made);
      case Reply.DataStat read when op.request() instanceof Request.GetData asked ->
          remember(asked.path(), read.stat().version());
      case Reply.StatOnly written when op.request() instanceof Request.SetData asked ->
          remember(asked.path(), written.stat().version());
      case Reply.Multi both when op.request() instanceof Request.MultiRead -> transfer(both);
      case null, default -> {}
    }
  }

  private void remember(Request.Create asked, Reply.Path made) {
    String path = made.path();
    CreateMode mode = CreateMode.of(asked.flags());
    if (path != null && mode == CreateMode.EPHEMERAL_SEQUENTIAL) {
      ephemerals.add(path);
    } else if (path != null && mode == CreateMode.PERSISTENT_SEQUENTIAL) {
      sequentials.add(path);
    }
  }

  private void remember(String path, int version) {
    if (path.startsWith(REGISTERS + "/k")) {
      versions[path.charAt(path.length() - 1) - '0'] = version;
    }
  }

  /** Moves something from one account to the other, if nobody else did meanwhile. */
  private void transfer(Reply.Multi both) {
    int[] amounts = new int[2];
    int[] seen = new int[2];
    for (int i = 0; i < 2; i++) {
      if (!(both.results().get(i).body() instanceof Reply.DataStat account)
          || account.data() == null) {
        return;
      }
      amounts[i] = amount(account.data());
      seen[i] = account.stat().version();
    }
    int moved = chance.nextInt(20);
    ready.addFirst(
        new Request.Multi(
            List.of(
                new Request.SetData(account(0), bytes(amounts[0] - moved + ":" + value()), seen[0]),
                new Request.SetData(
                    account(1), bytes(amounts[1] + moved + ":" + value()), seen[1]))));
  }

  /** What is in an account. */
  static int amount(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    return Integer.parseInt(text.substring(0, text.indexOf(':')));
  }

  @Override
  public void disconnected() {
    finishing = false;
  }

  @Override
  public void sessionEnded() {
    ephemerals.clear();
  }
}

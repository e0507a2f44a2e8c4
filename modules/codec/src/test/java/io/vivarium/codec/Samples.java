package io.vivarium.codec;

import io.vivarium.model.Acl;
import io.vivarium.model.AuthId;
import io.vivarium.model.OpCode;
import io.vivarium.model.Reply;
import io.vivarium.model.Request;
import io.vivarium.model.Stat;
import io.vivarium.model.Txn;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Values of every kind, drawn from a seed: any value that a decoder can return may come. */
final class Samples {
  private static final String[] PIECES = {
    "", "/", "/a", "node", "é", "€", "\u0000", "\uffff", "😀"
  };

  private final Random random;

  Samples(long seed) {
    random = new Random(seed);
  }

  /** A request of each kind that clients send, in turn. */
  Request request(int kind) {
    return switch (kind % 26) {
      case 0, 1, 2, 3 -> create(create(kind % 4));
      case 4 -> new Request.Delete(text(), number());
      case 5 -> new Request.DeleteContainer(text());
      case 6 -> new Request.SetData(text(), bytes(), number());
      case 7 -> new Request.SetAcl(text(), nullable(this::acl), number());
      case 8 -> new Request.Check(text(), number());
      case 9 -> new Request.Multi(many(this::writePart));
      case 10 -> new Request.MultiRead(many(this::readPart));
      case 11 ->
          new Request.Reconfig(
              nullable(this::text), nullable(this::text), nullable(this::text), wide());
      case 12 -> new Request.Exists(text(), random.nextBoolean());
      case 13 -> new Request.GetData(text(), random.nextBoolean());
      case 14 -> new Request.GetAcl(text());
      case 15 -> new Request.GetChildren(text(), random.nextBoolean(), random.nextBoolean());
      case 16 -> new Request.GetAllChildrenNumber(text());
      case 17 -> new Request.GetEphemerals(nullable(this::text));
      case 18 -> new Request.Sync(nullable(this::text));
      case 19 -> random.nextBoolean() ? new Request.Ping() : new Request.CloseSession();
      case 20 -> new Request.WhoAmI();
      case 21 -> new Request.AddWatch(text(), random.nextInt(2));
      case 22 ->
          random.nextBoolean()
              ? new Request.CheckWatches(text(), 1 + random.nextInt(5))
              : new Request.RemoveWatches(text(), 1 + random.nextInt(5));
      case 23 -> setWatches();
      case 24 -> new Request.Auth(nullable(this::text), bytes());
      default -> new Request.Sasl(bytes());
    };
  }

  private Request.Create create(OpCode op) {
    long ttl = op == OpCode.CREATE_TTL ? wide() : 0;
    return new Request.Create(op, text(), bytes(), nullable(this::acl), number(), ttl);
  }

  private OpCode create(int kind) {
    return switch (kind) {
      case 0 -> OpCode.CREATE;
      case 1 -> OpCode.CREATE2;
      case 2 -> OpCode.CREATE_CONTAINER;
      default -> OpCode.CREATE_TTL;
    };
  }

  /** A part whose op agrees with its flags, as it stands after decoding. */
  private Request writePart() {
    return switch (random.nextInt(7)) {
      case 0 -> new Request.Create(OpCode.CREATE, text(), bytes(), acl(), random.nextInt(4), 0);
      case 1 -> new Request.Create(OpCode.CREATE2, text(), bytes(), acl(), random.nextInt(4), 0);
      case 2 -> new Request.Create(OpCode.CREATE_CONTAINER, text(), bytes(), acl(), 4, 0);
      case 3 ->
          new Request.Create(
              OpCode.CREATE_TTL, text(), bytes(), acl(), 5 + random.nextInt(2), wide());
      case 4 -> new Request.Delete(text(), number());
      case 5 -> new Request.SetData(text(), bytes(), number());
      default -> new Request.Check(text(), number());
    };
  }

  private Request readPart() {
    return random.nextBoolean()
        ? new Request.GetData(text(), false)
        : new Request.GetChildren(text(), false, false);
  }

  private Request setWatches() {
    boolean two = random.nextBoolean();
    return new Request.SetWatches(
        two ? OpCode.SET_WATCHES2 : OpCode.SET_WATCHES,
        wide(),
        many(this::text),
        many(this::text),
        many(this::text),
        two ? many(this::text) : List.of(),
        two ? many(this::text) : List.of());
  }

  /** A body that answers {@code op}. */
  Reply reply(OpCode op) {
    return switch (op) {
      case CREATE, SYNC -> new Reply.Path(nullable(this::text));
      case CREATE2, CREATE_CONTAINER, CREATE_TTL -> new Reply.PathStat(text(), stat());
      case EXISTS, SET_DATA, SET_ACL -> new Reply.StatOnly(stat());
      case GET_DATA, RECONFIG -> new Reply.DataStat(bytes(), stat());
      case GET_ACL -> new Reply.AclStat(acl(), stat());
      case GET_CHILDREN, GET_EPHEMERALS -> new Reply.Names(many(this::text));
      case GET_CHILDREN2 -> new Reply.ChildrenStat(many(this::text), stat());
      case GET_ALL_CHILDREN_NUMBER, ADD_WATCH -> new Reply.IntValue(number());
      case WHO_AM_I -> new Reply.Identities(many(() -> new AuthId(text(), text())));
      case SASL -> new Reply.SaslToken(bytes());
      case MULTI -> new Reply.Multi(many(() -> result(RESULTS[random.nextInt(RESULTS.length)])));
      case MULTI_READ ->
          new Reply.Multi(
              many(() -> result(random.nextBoolean() ? OpCode.GET_DATA : OpCode.ERROR)));
      default -> Reply.Empty.INSTANCE;
    };
  }

  private static final OpCode[] RESULTS = {
    OpCode.CREATE, OpCode.CREATE2, OpCode.DELETE, OpCode.CHECK, OpCode.SET_DATA, OpCode.ERROR
  };

  private Reply.Result result(OpCode op) {
    return op == OpCode.ERROR
        ? new Reply.Result(op, number(), Reply.Empty.INSTANCE)
        : new Reply.Result(op, 0, reply(op));
  }

  /** A txn of each kind in turn. */
  Txn txn(int kind) {
    return switch (kind % 8) {
      case 0 -> new Txn.CreateSession(number());
      case 1 -> new Txn.CloseSession(random.nextInt(3) == 0 ? null : many(() -> "/" + text()));
      case 2 -> new Txn.Multi(many(this::txnPart));
      default -> txn();
    };
  }

  private Txn txnPart() {
    return random.nextInt(10) == 0 ? new Txn.Check(text(), number()) : txn();
  }

  private Txn txn() {
    return switch (random.nextInt(9)) {
      case 0 -> txnCreate(OpCode.CREATE, random.nextBoolean(), 0);
      case 1 -> txnCreate(OpCode.CREATE2, random.nextBoolean(), 0);
      case 2 -> txnCreate(OpCode.CREATE_CONTAINER, false, 0);
      case 3 -> txnCreate(OpCode.CREATE_TTL, false, wide());
      case 4 ->
          new Txn.Delete(random.nextBoolean() ? OpCode.DELETE : OpCode.DELETE_CONTAINER, text());
      case 5 -> new Txn.SetData(text(), bytes(), number());
      case 6 -> new Txn.Reconfig(text(), bytes(), number());
      case 7 -> new Txn.SetAcl(text(), acl(), number());
      default -> new Txn.Failed(number());
    };
  }

  private Txn.Create txnCreate(OpCode op, boolean ephemeral, long ttl) {
    return new Txn.Create(op, text(), bytes(), acl(), ephemeral, number(), ttl);
  }

  Stat stat() {
    return new Stat(
        wide(), wide(), wide(), wide(), number(), number(), number(), wide(), number(), number(),
        wide());
  }

  List<Acl> acl() {
    return random.nextInt(3) == 0
        ? Acl.OPEN
        : many(() -> new Acl(number(), nullable(this::text), nullable(this::text)));
  }

  String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  byte[] bytes() {
    if (random.nextInt(5) == 0) {
      return null;
    }
    byte[] bytes = new byte[random.nextInt(40)];
    random.nextBytes(bytes);
    return bytes;
  }

  int number() {
    return random.nextInt() >> random.nextInt(32);
  }

  long wide() {
    return random.nextLong() >> random.nextInt(64);
  }

  boolean flag() {
    return random.nextBoolean();
  }

  private <T> T nullable(Supplier<T> value) {
    return random.nextInt(4) == 0 ? null : value.get();
  }

  private <T> List<T> many(Supplier<T> value) {
    List<T> values = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      values.add(value.get());
    }
    return values;
  }
}

package io.vivarium.bench.load;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** The operations that a server can be loaded with. */
enum Workload {
  SET("setData of a random znode of the session's own") {
    @Override
    Operation operation(Znodes znodes, SplittableRandom random) {
      return (session, due) -> {
        byte[] path = znodes.random(random);
        Requests.set(session.outgoing(), session.nextXid(), path, znodes.data());
        session.sent(due);
      };
    }
  },
  CREATE("create of a new znode") {
    @Override
    Operation operation(Znodes znodes, SplittableRandom random) {
      String prefix = znodes.home() + "/c" + Long.toHexString(random.nextLong()) + "-";
      NumberedPath path = new NumberedPath(prefix);
      return new Operation() {
        private long created;

        @Override
        public void begin(BenchSession session, long due) {
          byte[] numbered = path.with(prefix.length(), created++);
          Requests.create(session.outgoing(), session.nextXid(), numbered, znodes.data());
          session.sent(due);
        }
      };
    }
  },
  GET("getData of a random znode") {
    @Override
    Operation operation(Znodes znodes, SplittableRandom random) {
      return (session, due) -> {
        Requests.get(session.outgoing(), session.nextXid(), znodes.random(random), false);
        session.sent(due);
      };
    }
  },
  EXISTS("exists of a random znode") {
    @Override
    Operation operation(Znodes znodes, SplittableRandom random) {
      return (session, due) -> {
        Requests.exists(session.outgoing(), session.nextXid(), znodes.random(random));
        session.sent(due);
      };
    }
  },
  CHILDREN("getChildren of a znode with as many children as each session has znodes") {
    @Override
    Operation operation(Znodes znodes, SplittableRandom random) {
      byte[] parent = Requests.path(znodes.home());
      return (session, due) -> {
        Requests.children(session.outgoing(), session.nextXid(), parent);
        session.sent(due);
      };
    }
  },
  MIX("nine getData to one setData, random") {
    @Override
    Operation operation(Znodes znodes, SplittableRandom random) {
      return (session, due) -> {
        byte[] path = znodes.random(random);
        if (random.nextInt(10) == 0) {
          Requests.set(session.outgoing(), session.nextXid(), path, znodes.data());
        } else {
          Requests.get(session.outgoing(), session.nextXid(), path, false);
        }
        session.sent(due);
      };
    }
  },
  LOCK("create of an ephemeral sequential znode, then its deletion") {
    @Override
    Operation operation(Znodes znodes, SplittableRandom random) {
      byte[] prefix = Requests.path(znodes.home() + "/lock-");
      return new Operation() {
        @Override
        public void begin(BenchSession session, long due) {
          Requests.createLock(session.outgoing(), session.nextXid(), prefix);
          session.sent(due);
        }

        @Override
        public boolean replied(BenchSession session, long due, ByteBuf body) {
          if (!body.isReadable()) {
            return true;
          }
          ByteBuf path = body.readSlice(body.readInt());
          Requests.delete(session.outgoing(), session.nextXid(), path);
          session.sent(due);
          return false;
        }
      };
    }
  },
  MULTI("a multi of ten setData") {
    private static final int PARTS = 10;

    @Override
    Operation operation(Znodes znodes, SplittableRandom random) {
      List<byte[]> paths = new ArrayList<>();
      return (session, due) -> {
        paths.clear();
        for (int i = 0; i < PARTS; i++) {
          paths.add(znodes.random(random));
        }
        Requests.multiSet(session.outgoing(), session.nextXid(), paths, znodes.data());
        session.sent(due);
      };
    }
  };

  private final String description;

  Workload(String description) {
    this.description = description;
  }

  /** One line for people. */
  String description() {
    return description;
  }

  /** The name on the command line. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What one session does again and again. */
  abstract Operation operation(Znodes znodes, SplittableRandom random);
}

package io.vivarium.kernel.pipeline;

import io.vivarium.model.ErrorCode;
import io.vivarium.model.OpCode;
import io.vivarium.model.Reply;
import io.vivarium.model.Request;
import io.vivarium.model.Stat;
import io.vivarium.model.StatView;
import io.vivarium.model.Txn;
import io.vivarium.tree.TxnOutcome;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds the bodies that answer writes, from the txn and what came of applying it. */
final class WriteReplies {
  private static final Stat NO_STAT = new Stat(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  private WriteReplies() {}

  /** The body for a write that succeeded; a multi succeeds also when its parts failed. */
  static Reply of(Request request, Txn txn, TxnOutcome outcome) {
    return switch (txn) {
      case Txn.Create create ->
          request.op() == OpCode.CREATE
              ? new Reply.Path(create.path())
              : new Reply.PathStat(create.path(), stat(outcome));
      case Txn.SetData _, Txn.SetAcl _ -> new Reply.StatOnly(stat(outcome));
      case Txn.Reconfig reconfig -> new Reply.DataStat(reconfig.data(), stat(outcome));
      case Txn.Multi multi -> new Reply.Multi(results(multi, outcome));
      case Txn.Delete _, Txn.Check _, Txn.CloseSession _, Txn.CreateSession _, Txn.Failed _ ->
          Reply.Empty.INSTANCE;
    };
  }

  private static List<Reply.Result> results(Txn.Multi multi, TxnOutcome outcome) {
    boolean failed = multi.failed();
    List<Reply.Result> results = new ArrayList<>(multi.parts().size());
    for (int i = 0; i < multi.parts().size(); i++) {
      Txn part = multi.parts().get(i);
      if (part instanceof Txn.Failed error) {
        results.add(new Reply.Result(OpCode.ERROR, error.error(), Reply.Empty.INSTANCE));
      } else if (failed) {
        results.add(new Reply.Result(OpCode.ERROR, ErrorCode.OK.code(), Reply.Empty.INSTANCE));
      } else {
        results.add(result(part, outcome.parts().get(i)));
      }
    }
    return results;
  }

  private static Reply.Result result(Txn part, TxnOutcome outcome) {
    int ok = ErrorCode.OK.code();
    return switch (part) {
      case Txn.Create create when create.op() == OpCode.CREATE ->
          new Reply.Result(OpCode.CREATE, ok, new Reply.Path(create.path()));
      case Txn.Create create ->
          new Reply.Result(OpCode.CREATE2, ok, new Reply.PathStat(create.path(), stat(outcome)));
      case Txn.SetData _ ->
          new Reply.Result(OpCode.SET_DATA, ok, new Reply.StatOnly(stat(outcome)));
      case Txn.Delete _ -> new Reply.Result(OpCode.DELETE, ok, Reply.Empty.INSTANCE);
      case Txn.Check _ -> new Reply.Result(OpCode.CHECK, ok, Reply.Empty.INSTANCE);
      case Txn.SetAcl _,
          Txn.Reconfig _,
          Txn.Multi _,
          Txn.CloseSession _,
          Txn.CreateSession _,
          Txn.Failed _ ->
          throw new IllegalArgumentException(part.op() + " in a multi");
    };
  }

  private static StatView stat(TxnOutcome outcome) {
    @Nullable StatView stat = outcome.stat();
    return stat == null ? NO_STAT : stat;
  }
}

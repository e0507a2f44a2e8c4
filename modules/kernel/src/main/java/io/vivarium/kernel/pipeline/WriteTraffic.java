package io.vivarium.kernel.pipeline;

import io.vivarium.kernel.metrics.NamespaceTraffic;
import io.vivarium.model.Txn;
import org.jspecify.annotations.Nullable;

/** Counts what txns write, by namespace, as ZooKeeper does: the length of the path and of the data. Pipeline's thread. */
final class WriteTraffic {
  private final NamespaceTraffic namespaces;

  WriteTraffic(NamespaceTraffic namespaces) {
    this.namespaces = namespaces;
  }

  /** A txn has taken effect. */
  void applied(Txn txn) {
    switch (txn) {
      case Txn.Create create -> record(create.path(), create.data());
      case Txn.SetData set -> record(set.path(), set.data());
      case Txn.Reconfig reconfig -> record(reconfig.path(), reconfig.data());
      case Txn.Delete delete -> record(delete.path(), null);
      case Txn.CloseSession close -> {
        if (close.ephemerals() != null) {
          close.ephemerals().forEach(path -> record(path, null));
        }
      }
      case Txn.Multi multi -> {
        if (!multi.failed()) {
          multi.parts().forEach(this::applied);
        }
      }
      case Txn.SetAcl _, Txn.Check _, Txn.CreateSession _, Txn.Failed _ -> {}
    }
  }

  private void record(String path, byte @Nullable [] data) {
    namespaces.record(path, path.length() + (data == null ? 0L : data.length));
  }
}

package io.vivarium.kernel.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vivarium.kernel.metrics.KernelMetrics;
import io.vivarium.kernel.metrics.NamespaceTraffic;
import io.vivarium.model.Acl;
import io.vivarium.model.ErrorCode;
import io.vivarium.model.OpCode;
import io.vivarium.model.Txn;
import io.vivarium.spi.metrics.MetricReading;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WriteTrafficTest {
  private final KernelMetrics metrics = new KernelMetrics();
  private final WriteTraffic traffic =
      new WriteTraffic(new NamespaceTraffic(metrics.summaries("written")));

  private static Txn create(String path, byte[] data) {
    return new Txn.Create(OpCode.CREATE, path, data, Acl.OPEN, false, 1, 0);
  }

  /** Count and sum by namespace. */
  private String written() {
    TreeMap<String, String> found = new TreeMap<>();
    for (MetricReading reading : metrics.readings()) {
      if (reading instanceof MetricReading.Distributed one && one.name().equals("written")) {
        found.put(String.valueOf(one.key()), one.spread().count() + ":" + one.spread().sum());
      }
    }
    return found.toString();
  }

  @Test
  void pathAndDataOfWhatChangesCount() {
    traffic.applied(create("/a/b", new byte[10]));
    traffic.applied(new Txn.SetData("/a/b", new byte[5], 1));
    traffic.applied(new Txn.Reconfig("/zookeeper/config", new byte[3], -1));
    assertEquals("{a=2:23, zookeeper=1:20}", written());
  }

  @Test
  void withoutDataThePathAloneCounts() {
    traffic.applied(create("/a", null));
    traffic.applied(new Txn.SetData("/a", null, 1));
    traffic.applied(new Txn.Delete(OpCode.DELETE, "/a"));
    traffic.applied(new Txn.Delete(OpCode.DELETE_CONTAINER, "/a"));
    assertEquals("{a=4:8}", written());
  }

  @Test
  void theEphemeralsThatGoWithASessionCount() {
    traffic.applied(new Txn.CloseSession(List.of("/e/1", "/e/2", "/f")));
    traffic.applied(new Txn.CloseSession(List.of()));
    traffic.applied(new Txn.CloseSession(null));
    assertEquals("{e=2:8, f=1:2}", written());
  }

  @Test
  void thePartsOfAMultiCountUnlessItFailed() {
    Txn part = create("/m/1", new byte[1]);
    traffic.applied(new Txn.Multi(List.of(part, new Txn.Check("/m", 1), part)));
    traffic.applied(new Txn.Multi(List.of(part, new Txn.Failed(ErrorCode.NO_NODE.code()))));
    assertEquals("{m=2:10}", written());
  }

  @Test
  void whatChangesNoContentDoesNotCount() {
    traffic.applied(new Txn.SetAcl("/a", Acl.OPEN, 1));
    traffic.applied(new Txn.Check("/a", 1));
    traffic.applied(new Txn.CreateSession(1000));
    traffic.applied(new Txn.Failed(ErrorCode.NO_AUTH.code()));
    assertEquals("{}", written());
  }
}

package io.vivarium.kernel.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vivarium.kernel.LogLines;
import io.vivarium.model.Acl;
import io.vivarium.model.Stat;
import io.vivarium.model.Txn;
import io.vivarium.model.TxnHeader;
import io.vivarium.tree.ChangeListener;
import io.vivarium.tree.DataTree;
import io.vivarium.tree.TreeLoader;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What a leader's state lacked and no txn brought is told when it begins to be served. */
class UnknownAclsTest {
  private static DataTree lacking(PipelineRig rig) {
    Stat zero = new Stat(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    TreeLoader loader = new TreeLoader(rig.tree.options());
    loader.node("", null, -1, zero);
    loader.node("/a\n", null, 7, zero);
    return loader.finish(1);
  }

  private static List<String> linesOfARole(PipelineRig rig) {
    List<String> lines = new CopyOnWriteArrayList<>();
    try (LogLines log = LogLines.of(UnknownAcls.class, lines)) {
      assertNotNull(log);
      rig.follow(4);
    }
    return lines;
  }

  @Test
  void whatIsStillUnknownWhenARoleBeginsIsToldWithAPath() {
    PipelineRig rig = new PipelineRig();
    rig.tree.become(lacking(rig));
    List<String> lines = linesOfARole(rig);
    assertEquals(1, lines.size());
    assertTrue(lines.get(0).contains("of 1 znodes, for example /a\\u000a:"), lines::toString);
  }

  @Test
  void whatTxnsHaveSetUntilThenIsNot() {
    PipelineRig rig = new PipelineRig();
    rig.tree.become(lacking(rig));
    rig.tree.apply(
        new TxnHeader(1, 1, 2, 2), new Txn.SetAcl("/a\n", Acl.READ_ONLY, 1), ChangeListener.NONE);
    assertEquals(List.of(), linesOfARole(rig));
  }
}

package io.vivarium.zab;

import io.vivarium.model.Zxid;
import io.vivarium.model.ensemble.Membership;
import io.vivarium.spi.consensus.ForwardedRequest;
import io.vivarium.spi.consensus.Proposal;
import io.vivarium.spi.consensus.StagedState;
import io.vivarium.spi.storage.DurableNumber;
import io.vivarium.zab.Node.Kernel;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The kernel of a server in a {@link World}. */
final class NodeKernel extends KernelOfTests {
  private final Node node;
  private final World world;
  private boolean forcing;

  NodeKernel(Node node) {
    this.node = node;
    this.world = node.world;
  }

  // ---- roles

  @Override
  public void lead(long epoch, long lastZxid) {
    node.note("leads " + epoch);
    node.kernel = Kernel.LEADING;
    node.epoch = epoch;
    node.nextZxid = lastZxid + 1;
    world.leads(node, epoch);
  }

  @Override
  public void follow(long epoch, long lastZxid) {
    node.note("follows " + epoch + " from " + Zxid.text(lastZxid));
    node.kernel = Kernel.FOLLOWING;
    node.epoch = epoch;
    world.serves(node);
  }

  @Override
  public void look() {
    node.note("looks");
    node.kernel = Kernel.NONE;
  }

  @Override
  public void serveReadOnly() {
    node.note("serves reads only");
    node.kernel = Kernel.READ_ONLY;
  }

  // ---- delivery

  @Override
  public void persist(Proposal proposal) {
    node.disk.unforced.add(proposal);
    if (!forcing) {
      forcing = true;
      node.later(world.delay(), this::force);
    }
  }

  private void force() {
    forcing = false;
    long last = node.disk.force();
    node.input(machine -> machine.persisted(last, world.now));
  }

  @Override
  public void deliver(Proposal proposal) {
    if (node.kernel != Kernel.NONE) {
      world.delivers(node, proposal, node.memory.headMap(proposal.zxid(), false).size());
    }
    node.memory.put(proposal.zxid(), proposal);
  }

  @Override
  public void submit(ForwardedRequest request) {
    String payload = StandardCharsets.UTF_8.decode(request.body().duplicate()).toString();
    node.propose(Ensembles.txn(node.nextZxid, payload));
  }

  @Override
  public void synced(long ticket) {
    node.answered.add(ticket);
  }

  // ---- state

  @Override
  public long appliedZxid() {
    return node.memory.isEmpty() ? 0 : node.memory.lastKey();
  }

  @Override
  public void install(StagedState state) {
    node.memory = new TreeMap<>(((Disk.Tree) state).txns());
  }

  // ---- storage

  @Override
  public DurableNumber number(String name) {
    return new DurableNumber() {
      @Override
      public OptionalLong read() {
        Long value = node.disk.numbers.get(name);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
      }

      @Override
      public void write(long value) {
        Long before = node.disk.numbers.put(name, value);
        world.check(before == null || before <= value, "%s of %d goes back", name, node.id());
        long accepted = node.disk.numbers.getOrDefault("acceptedEpoch", Long.MAX_VALUE);
        long current = node.disk.numbers.getOrDefault("currentEpoch", 0L);
        world.check(
            accepted >= current,
            "server %d has epoch %d, promised %d",
            node.id(),
            current,
            accepted);
      }
    };
  }

  // ---- sessions

  @Override
  public void drainTouched(TouchedSession to) {
    to.touched(node.id(), 4000);
  }

  @Override
  public boolean touch(long sessionId, int timeout) {
    return true;
  }

  @Override
  public boolean reattach(long sessionId, int timeout, long origin) {
    return true;
  }

  @Override
  public void revalidated(long sessionId, boolean valid) {}

  // ---- membership

  @Override
  public void proposed(Membership membership) {
    node.proposed = membership;
  }

  @Override
  public void committed(Membership membership) {
    node.committed = membership;
  }
}

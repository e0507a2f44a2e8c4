package io.vivarium.zab;

import io.vivarium.model.Zxid;
import io.vivarium.model.ensemble.Membership;
import io.vivarium.spi.consensus.Proposal;
import io.vivarium.zab.message.Notification;
import io.vivarium.zab.message.QuorumMessage;
import io.vivarium.zab.port.ElectionNetwork;
import io.vivarium.zab.port.HistoryPart;
import io.vivarium.zab.port.QuorumLinks;
import io.vivarium.zab.port.StateWork;
import java.util.ArrayList;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The ports of a server in a {@link World}. */
final class NodePorts implements ElectionNetwork, QuorumLinks, StateWork {
  private final Node node;
  private final World world;

  NodePorts(Node node) {
    this.node = node;
    this.world = node.world;
  }

  // ---- elections

  @Override
  public void notify(long serverId, Notification notification) {
    world.vote(node, serverId, notification);
  }

  @Override
  public boolean someoneWasTold() {
    return true;
  }

  @Override
  public Reach reach(long serverId) {
    Node other = world.nodes.get(serverId);
    if (other == null || !other.up()) {
      return Reach.GONE;
    }
    return world.connected(node.id(), serverId) ? Reach.LINKED : Reach.APART;
  }

  @Override
  public void connectAll() {}

  @Override
  public void members(Membership committed, @Nullable Membership proposed) {}

  @Override
  public void restart() {}

  // ---- quorum links

  @Override
  public long connect(Membership.Member server, int port, long patienceMs) {
    return world.connect(node, server.id());
  }

  @Override
  public void accept(Membership.Member self, int port) {
    node.accepting = true;
  }

  @Override
  public void acceptNoMore() {
    node.accepting = false;
  }

  @Override
  public void send(long link, QuorumMessage message) {
    if (message instanceof QuorumMessage.Ack(long zxid)) {
      long durable = node.disk.read().zxid();
      world.check(
          Zxid.counter(zxid) == 0 || durable >= zxid,
          "server %d acknowledges %s with %s on disk",
          node.id(),
          Zxid.text(zxid),
          Zxid.text(durable));
    }
    if (message instanceof QuorumMessage.AckEpoch(long zxid, int epoch)) {
      Disk.Tree found = node.disk.read();
      // Who asks for the state claims nothing, and is not counted.
      boolean asks = zxid == -1 && epoch == -1;
      world.check(
          (found.zxid() == zxid || asks) && found.txns().keySet().equals(node.memory.keySet()),
          "server %d claims %s, has %s on disk; memory is as disk: %s",
          node.id(),
          Zxid.text(zxid),
          Zxid.text(found.zxid()),
          found.txns().keySet().equals(node.memory.keySet()));
    }
    if (!(message instanceof QuorumMessage.Ping) && !(message instanceof QuorumMessage.Pong)) {
      node.note("sends on " + link + " " + shortly(message));
    }
    world.send(node, link, message);
  }

  private static String shortly(QuorumMessage message) {
    return switch (message) {
      case QuorumMessage.Propose(long zxid, var _) -> "Propose " + Zxid.text(zxid);
      case QuorumMessage.Inform(long zxid, var _) -> "Inform " + Zxid.text(zxid);
      case QuorumMessage.Commit(long zxid) -> "Commit " + Zxid.text(zxid);
      case QuorumMessage.Ack(long zxid) -> "Ack " + Zxid.text(zxid);
      case QuorumMessage.AckEpoch(long zxid, int epoch) ->
          "AckEpoch " + Zxid.text(zxid) + " of " + epoch;
      case QuorumMessage.NewLeader(long zxid, var _) -> "NewLeader " + Zxid.text(zxid);
      case QuorumMessage.Trunc(long zxid) -> "Trunc " + Zxid.text(zxid);
      case QuorumMessage.Diff(long zxid) -> "Diff " + Zxid.text(zxid);
      case QuorumMessage.Snap(long zxid) -> "Snap " + Zxid.text(zxid);
      default -> message.toString();
    };
  }

  @Override
  public void sendState(long link) {
    world.sendState(
        node, link, () -> new Disk.Tree(0, node.memory), new NodeKernel(node).appliedZxid());
  }

  @Override
  public long pendingBytes(long link) {
    return 0;
  }

  @Override
  public void close(long link, String reason) {
    node.note("closes " + link + ": " + reason);
    world.close(node, link);
  }

  // ---- work on the state

  @Override
  public void rewind(long zxid) {
    node.disk.changing = true;
    node.later(
        world.delay(),
        () -> {
          node.disk.changing = false;
          if (!node.disk.leadsTo(zxid)) {
            node.input(machine -> machine.neverHad(world.now));
            return;
          }
          Disk.Tree remains = node.disk.rewind(zxid);
          node.input(machine -> machine.rewound(remains, "", world.now));
        });
  }

  @Override
  public void secure() {
    node.disk.changing = true;
    Disk.Tree state = new Disk.Tree(new NodeKernel(node).appliedZxid(), node.memory);
    node.later(
        world.delay(),
        () -> {
          node.disk.changing = false;
          node.disk.secure(state);
          node.input(machine -> machine.secured(null, world.now));
        });
  }

  @Override
  public void readHistory(long link, long afterZxid, long upToZxid) {
    TreeMap<Long, Proposal> log = new TreeMap<>(node.disk.log);
    Long previous = afterZxid == 0 ? Long.valueOf(0) : log.floorKey(afterZxid);
    HistoryPart part =
        new HistoryPart(
            previous == null ? -1 : previous,
            new ArrayList<>(log.subMap(afterZxid, false, upToZxid, true).values()));
    node.later(
        world.delay(), () -> node.input(machine -> machine.historyRead(link, part, world.now)));
  }
}

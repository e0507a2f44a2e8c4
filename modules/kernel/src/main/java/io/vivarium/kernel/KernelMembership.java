package io.vivarium.kernel;

import io.vivarium.config.MembershipFiles;
import io.vivarium.model.Zxid;
import io.vivarium.model.ensemble.Membership;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.consensus.MembershipKeeper;
import io.vivarium.tree.DataTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the membership of the ensemble in the files beside the configuration, and shows it in the tree. Pipeline's thread. */
final class KernelMembership implements MembershipKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(KernelMembership.class);

  private final @Nullable MembershipFiles files;
  private final long serverId;
  private final DataTree tree;
  private final TimeSource time;
  private final Consumer<Membership.ClientAddress> clientPort;
  private volatile Membership current;

  /**
   * For one server.
   *
   * @param configured the servers in force at the start
   * @param files null when the configuration is in no file: the membership lasts as long as the process then
   * @param clientPort told where clients are awaited from now on
   */
  KernelMembership(
      Membership configured,
      @Nullable MembershipFiles files,
      long serverId,
      DataTree tree,
      TimeSource time,
      Consumer<Membership.ClientAddress> clientPort) {
    this.current = configured;
    this.files = files;
    this.serverId = serverId;
    this.tree = tree;
    this.time = time;
    this.clientPort = clientPort;
  }

  /** The servers in force. Any thread. */
  Membership current() {
    return current;
  }

  @Override
  public void proposed(Membership membership) throws IOException {
    if (files == null) {
      return;
    }
    if (membership.version() == current.version()) {
      files.withdraw();
    } else {
      files.propose(membership);
    }
  }

  @Override
  public void committed(Membership membership) throws IOException {
    if (files == null) {
      LOG.warn(
          "Membership {} is in force and is kept nowhere, as the configuration is in no file: the next start will not know it",
          Zxid.text(membership.version()));
    } else {
      files.commit(membership, serverId);
      LOG.info("Membership {} is in force; {} names it", Zxid.text(membership.version()), files);
    }
    current = membership;
    Membership.Member self = membership.members().get(serverId);
    if (self != null && self.client() != null) {
      clientPort.accept(self.client());
    }
  }

  @Override
  public void show(Membership membership) {
    tree.configure(
        membership.dynamicText().getBytes(StandardCharsets.UTF_8),
        membership.version(),
        time.wallMillis());
  }
}

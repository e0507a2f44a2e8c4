package io.vivarium.admin.jmx;

import io.vivarium.spi.TimeSource;
import io.vivarium.spi.admin.AdminHost;
import java.util.Map;
import javax.management.DynamicMBean;

/** The beans of a server by their names, which are ZooKeeper's. */
final class BeanTree {
  static final String DOMAIN = "org.apache.ZooKeeperService";

  private BeanTree() {}

  /**
   * Those that the server has now; none while it has not read its data.
   *
   * @param before those that it had at the last look, of which those that remain are taken
   */
  static Map<String, DynamicMBean> of(
      AdminHost host, TimeSource time, Map<String, DynamicMBean> before) {
    Facts facts = new Facts(host);
    Beans beans = new Beans(before);
    String mode = facts.text("ensemble", "mode");
    if (mode.isEmpty()) {
      return beans.all();
    }
    boolean serves = facts.at("ensemble", "serving") instanceof Boolean serving && serving;
    if (mode.equals("standalone")) {
      if (serves) {
        String server = standalone(host, facts, beans);
        ConnectionBeans.clients(host, time, server, 1, beans);
      }
    } else {
      String server = replicated(host, facts, mode, serves, beans);
      if (!server.isEmpty()) {
        ConnectionBeans.clients(host, time, server, 3, beans);
      }
    }
    return beans.all();
  }

  /** Returns the name of the bean of the server. */
  private static String standalone(AdminHost host, Facts facts, Beans beans) {
    String root = DOMAIN + ":name0=StandaloneServer_port" + facts.number("ensemble", "client_port");
    beans.put(root, () -> ServerBeans.server(host));
    beans.put(root + ",name1=InMemoryDataTree", () -> ServerBeans.tree(host));
    return root;
  }

  /** Returns the name of the bean of the server in its role; empty when it has none. */
  private static String replicated(
      AdminHost host, Facts facts, String mode, boolean serves, Beans beans) {
    long self = facts.number("ensemble", "server_id");
    String root = DOMAIN + ":name0=ReplicatedServer_id" + self;
    beans.put(root, () -> EnsembleBeans.quorum(host));
    for (Map<?, ?> member : facts.members()) {
      if (member.get("id") instanceof Long id && id != self) {
        beans.put(root + ",name1=replica." + id, () -> EnsembleBeans.remotePeer(host, id));
      }
    }
    String own = root + ",name1=replica." + self;
    beans.put(own, () -> EnsembleBeans.localPeer(host, self));
    String role = role(mode);
    if (!serves || role.isEmpty()) {
      beans.put(own + ",name2=LeaderElection", () -> EnsembleBeans.election(host));
      return "";
    }
    String name = own + ",name2=" + role;
    switch (role) {
      case "Leader" -> {
        beans.put(name, () -> EnsembleBeans.leader(ServerBeans.server(host)));
        ConnectionBeans.learners(host, facts, name, beans);
      }
      case "Follower" ->
          beans.put(name, () -> EnsembleBeans.follower(ServerBeans.server(host), self));
      case "Observer" ->
          beans.put(name, () -> EnsembleBeans.observer(ServerBeans.server(host), self));
      default -> beans.put(name, () -> EnsembleBeans.learner(ServerBeans.server(host), self));
    }
    beans.put(name + ",name3=InMemoryDataTree", () -> ServerBeans.tree(host));
    return name;
  }

  private static String role(String mode) {
    return switch (mode) {
      case "leader" -> "Leader";
      case "follower" -> "Follower";
      case "observer" -> "Observer";
      case "read-only" -> "ReadOnlyServer";
      default -> "";
    };
  }
}

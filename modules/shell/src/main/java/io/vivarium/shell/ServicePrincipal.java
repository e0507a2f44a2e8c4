package io.vivarium.shell;

import io.vivarium.sasl.Gssapi;
import java.net.InetAddress;
import java.net.UnknownHostException;
import javax.security.sasl.SaslException;
import org.jspecify.annotations.Nullable;

/**
 * What servers are called in Kerberos, as ZooKeeper's clients know it.
 *
 * @param service the first part of their principals
 * @param named the host that all of them have in their principals; null for the one that is dialled
 * @param canonical whether a host that is dialled is called by the name that the name service gives it
 */
record ServicePrincipal(String service, @Nullable String named, boolean canonical)
    implements Gssapi.Peers {

  static ServicePrincipal of(ClientSettings settings) {
    boolean canonical =
        Boolean.parseBoolean(settings.value("zookeeper.sasl.client.canonicalize.hostname", "true"));
    String whole = settings.value("zookeeper.server.principal");
    if (whole == null) {
      String service = settings.value("zookeeper.sasl.client.username", "zookeeper");
      return new ServicePrincipal(service, null, canonical);
    }
    String[] parts = whole.strip().split("@", 2)[0].split("/", 2);
    return new ServicePrincipal(parts[0], parts.length > 1 ? parts[1] : null, canonical);
  }

  @Override
  public String host(String dialled) throws SaslException {
    String host = named;
    if (host != null) {
      return host;
    }
    if (!canonical) {
      return dialled;
    }
    try {
      InetAddress address = InetAddress.getByName(dialled);
      String name = address.getCanonicalHostName();
      // An address that has no name stays what was dialled.
      return name.equals(address.getHostAddress()) ? dialled : name;
    } catch (UnknownHostException e) {
      throw new SaslException("GSSAPI failed: the host " + dialled + " is not known", e);
    }
  }
}

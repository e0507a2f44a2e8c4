package io.vivarium.config;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Variables that Kubernetes puts into every container for each Service of its namespace. Those of a Service whose name begins with
 * {@code vivarium} have our prefix, {@code VIVARIUM_SERVER_SERVICE_HOST}, and nobody wrote them down.
 */
final class ServiceLinks {
  private static final Pattern NAME =
      Pattern.compile(
          ".*_(SERVICE_HOST|SERVICE_PORT(_.+)?|PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)");

  private static final Pattern ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

  private ServiceLinks() {}

  /** Whether a variable can be nothing else: {@code VIVARIUM_CLIENT_PORT=tcp://10.0.0.1:2181}, though there is such a key. */
  static boolean isAddress(String name, String value) {
    return name.endsWith("_PORT") && ADDRESS.matcher(value).matches();
  }

  /** Whether a variable has the name of one, and is one unless there is such a key. */
  static boolean isNamed(String name) {
    return NAME.matcher(name).matches();
  }

  /** One warning for all of them: there are seven or more for each Service. */
  static Problem passedOver(List<String> names) {
    String first = names.stream().sorted().findFirst().orElseThrow();
    String others =
        names.size() == 1
            ? "is"
            : "and "
                + (names.size() - 1)
                + " more that begin with "
                + EnvironmentNames.PREFIX
                + " are";
    return Problem.missing(
        first,
        others + " what Kubernetes tells of a Service, no configuration, and passed over",
        "Set enableServiceLinks: false in the pod's spec, or begin the name of the Service with another word",
        ConfigSource.Origin.environment(first));
  }
}

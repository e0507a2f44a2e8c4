package io.vivarium.kernel.plugin;

import io.vivarium.config.PluginSelection;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.Plugin;
import io.vivarium.spi.PluginException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the plugins that configuration asks for among those that are installed. */
final class PluginSelector {
  private final PluginCatalog catalog;
  private final List<String> problems = new ArrayList<>();

  private PluginSelector(PluginCatalog catalog) {
    this.catalog = catalog;
  }

  /**
   * Chooses.
   *
   * @param wanted the ids
   * @throws PluginException with every plugin that is wanted and not installed
   */
  static SelectedPlugins choose(PluginCatalog catalog, PluginSelection wanted)
      throws PluginException {
    return new PluginSelector(catalog).choose(wanted);
  }

  private SelectedPlugins choose(PluginSelection wanted) throws PluginException {
    String metricsId = wanted.metrics();
    var metrics = metricsId == null ? null : find("metrics", PluginKind.METRICS, metricsId);
    String auditId = wanted.audit();
    var audit = auditId == null ? null : find("audit", PluginKind.AUDIT, auditId);
    var storage = find("storage", PluginKind.STORAGE, wanted.storage());
    var auth = findAll("auth", PluginKind.AUTH, wanted.auth());
    var consensus = find("consensus", PluginKind.CONSENSUS, wanted.consensus());
    var transport = find("transport", PluginKind.TRANSPORT, wanted.transport());
    var commands =
        findAll(
            "command",
            PluginKind.COMMANDS,
            unlessAbsent(wanted, "commands", PluginKind.COMMANDS, wanted.commands()));
    var admin =
        findAll(
            "admin",
            PluginKind.ADMIN,
            unlessAbsent(wanted, "admin", PluginKind.ADMIN, wanted.admin()));
    if (storage == null || consensus == null || transport == null || !problems.isEmpty()) {
      throw new PluginException(
          FatalReason.INVALID_INVOCATION, String.join(System.lineSeparator(), problems), null);
    }
    return new SelectedPlugins(
        metrics, audit, storage, auth, consensus, transport, commands, admin);
  }

  /** Those that nobody asked for by name need not be there: an installation may leave them out. */
  private List<String> unlessAbsent(
      PluginSelection wanted, String key, PluginKind<?> kind, List<String> ids) {
    boolean asked = wanted.chosen().contains(key);
    return ids.stream().filter(id -> asked || catalog.find(kind, id).isPresent()).toList();
  }

  private <T extends Plugin> List<InstalledPlugin<T>> findAll(
      String role, PluginKind<T> kind, List<String> ids) {
    List<InstalledPlugin<T>> plugins = new ArrayList<>();
    for (String id : ids) {
      var plugin = find(role, kind, id);
      if (plugin != null) {
        plugins.add(plugin);
      }
    }
    return plugins;
  }

  private <T extends Plugin> @Nullable InstalledPlugin<T> find(
      String role, PluginKind<T> kind, String id) {
    var found = catalog.find(kind, id);
    if (found.isEmpty()) {
      problems.add(
          "the "
              + role
              + " plugin "
              + id
              + " is not installed; installed "
              + (catalog.all(kind).isEmpty()
                  ? "is none"
                  : "are "
                      + catalog.all(kind).stream()
                          .map(InstalledPlugin::id)
                          .sorted()
                          .collect(Collectors.joining(", "))));
    }
    return found.orElse(null);
  }
}

package io.vivarium.kernel.plugin;

import io.vivarium.config.PluginSelection;
import io.vivarium.spi.FatalReason;
import io.vivarium.spi.Plugin;
import io.vivarium.spi.PluginException;
import io.vivarium.spi.auth.Authentication;
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
    String auditId = wanted.audit();
    var audit = auditId == null ? null : find("audit", PluginKind.AUDIT, auditId);
    var storage = find("storage", PluginKind.STORAGE, wanted.storage());
    List<InstalledPlugin<Authentication>> auth = new ArrayList<>();
    for (String id : wanted.auth()) {
      var plugin = find("auth", PluginKind.AUTH, id);
      if (plugin != null) {
        auth.add(plugin);
      }
    }
    var consensus = find("consensus", PluginKind.CONSENSUS, wanted.consensus());
    var transport = find("transport", PluginKind.TRANSPORT, wanted.transport());
    if (storage == null || consensus == null || transport == null || !problems.isEmpty()) {
      throw new PluginException(
          FatalReason.INVALID_INVOCATION, String.join(System.lineSeparator(), problems), null);
    }
    return new SelectedPlugins(audit, storage, auth, consensus, transport);
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

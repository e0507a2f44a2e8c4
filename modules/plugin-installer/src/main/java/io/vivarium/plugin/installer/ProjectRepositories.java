package io.vivarium.plugin.installer;

import io.vivarium.plugin.installer.content.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The repositories in which a new project finds Vivarium's artifacts: Maven is told of them twice, first where the archetype is, then, by
 * the project itself, where its parent and the plugins of its build are.
 *
 * @param urls of them, in the order in which they are asked
 */
record ProjectRepositories(List<String> urls) {
  private static final Pattern USER = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://[^/]*@.*");
  private static final String END = "</project>";

  /**
   * Repositories as a person names them: URLs or directories.
   *
   * @throws Refusal for a URL with somebody's password in it, which would be kept in the project
   */
  static ProjectRepositories of(List<String> names) throws Refusal {
    for (String name : names) {
      if (USER.matcher(name).matches()) {
        throw new Refusal(
            "a repository's user and password would stand in the project's pom.xml; name the"
                + " repository without, and put them into ~/.m2/settings.xml for the servers"
                + " archetype and vivarium");
      }
    }
    return new ProjectRepositories(names.stream().map(ProjectRepositories::url).toList());
  }

  private static String url(String name) {
    return name.contains(":") ? name : Path.of(name).toAbsolutePath().toUri().toString();
  }

  /** Writes settings for Maven: repositories of the command line can only be named there. The file is the caller's to delete. */
  Path writeSettings() throws IOException {
    StringBuilder found = new StringBuilder();
    for (int i = 0; i < urls.size(); i++) {
      // The archetype plugin looks for this id.
      String id = i == 0 ? "archetype" : "archetype-" + i;
      found.append(
          "        <repository><id>%s</id><url>%s</url></repository>\n"
              .formatted(id, escaped(urls.get(i))));
    }
    Path settings = Files.createTempFile("vivarium-settings", ".xml");
    Files.writeString(
        settings,
        """
        <settings>
          <profiles>
            <profile>
              <id>vivarium</id>
              <activation><activeByDefault>true</activeByDefault></activation>
              <repositories>
        %s      </repositories>
            </profile>
          </profiles>
          <activeProfiles><activeProfile>vivarium</activeProfile></activeProfiles>
        </settings>
        """
            .formatted(found));
    return settings;
  }

  /** Adds the repositories to a project, so that it builds wherever it is. */
  void addTo(Path pom) throws IOException {
    String project = Files.readString(pom);
    int end = project.lastIndexOf(END);
    if (end < 0) {
      throw new IOException(pom + " has no " + END);
    }
    Files.writeString(
        pom,
        project.substring(0, end)
            + "\n"
            + "  <!-- Vivarium's artifacts; what everybody's settings.xml names need not be here."
            + " -->\n"
            + list("repositories", "repository")
            + list("pluginRepositories", "pluginRepository")
            + project.substring(end));
  }

  private String list(String all, String each) {
    StringBuilder text = new StringBuilder("  <" + all + ">\n");
    for (int i = 0; i < urls.size(); i++) {
      text.append(
          """
              <%1$s>
                <id>%2$s</id>
                <url>%3$s</url>
              </%1$s>
          """
              .formatted(each, i == 0 ? "vivarium" : "vivarium-" + i, escaped(urls.get(i))));
    }
    return text.append("  </").append(all).append(">\n").toString();
  }

  private static String escaped(String url) {
    return url.replace("&", "&amp;").replace("<", "&lt;");
  }
}

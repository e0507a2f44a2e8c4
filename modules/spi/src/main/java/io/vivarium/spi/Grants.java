package io.vivarium.spi;

import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Path;

/**
 * What a plugin may have of the machine, by what its descriptor declares under {@code capabilities}. Whoever installs a plugin reads
 * there what it will do; a plugin that asks here does not do by mistake, or by somebody's setting, what nobody was told of.
 *
 * <p>A JVM holds no plugin to that: one that means harm opens files and sockets without asking. Only native code is withheld by the JVM
 * itself from plugins that do not declare it. Any thread.
 */
public interface Grants {
  /** Everything: where nobody checks, as in tests, and for plugins on the server's own path. */
  Grants ALL =
      new Grants() {
        @Override
        public Path file(Path wanted) {
          return wanted;
        }

        @Override
        public SelectorProvider sockets() {
          return SelectorProvider.provider();
        }
      };

  /**
   * Lets the plugin use a file or directory, which need not exist yet, and everything below it. Links are followed before it is decided.
   *
   * @param wanted relative to the directory in which the server was started
   * @return {@code wanted}
   * @throws PluginException when it is not below a path that the descriptor declares as {@code files:<path>}; names plugin and file
   */
  Path file(Path wanted) throws PluginException;

  /**
   * Lets the plugin open sockets. What it is handed makes those of Java's channels; a library that makes its own may be used all the same.
   *
   * @throws PluginException when the descriptor does not declare {@code sockets}; names the plugin
   */
  SelectorProvider sockets() throws PluginException;
}

package io.vivarium.kernel.plugin;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Loads the jars of one plugin that is in no layer. Of what the server has it hands out the API, that of logging, and Java; libraries of
 * the server are not there for it, so that a plugin gets its own, whichever version that is.
 */
final class JarLoader extends URLClassLoader {
  private static final String LOGGING_API = "org.slf4j";

  /** What writes the server's log, for plugins that change how it does. One that brings its own gets its own. */
  private static final String LOGGING = "ch.qos.logback";

  static {
    registerAsParallelCapable();
  }

  private final ClassLoader host;

  /**
   * Never to be closed: classes of a plugin may be needed for as long as anybody holds an object of it.
   *
   * @param host what loaded the server
   */
  JarLoader(String name, List<URL> jars, ClassLoader host) {
    super(name, jars.toArray(URL[]::new), new HostClasses(host));
    this.host = host;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    try {
      return super.findClass(name);
    } catch (ClassNotFoundException e) {
      if (isIn(LOGGING, name)) {
        return host.loadClass(name);
      }
      throw e;
    }
  }

  private static boolean isIn(String packages, String className) {
    return className.startsWith(packages + ".");
  }

  /** What of the server's classes is for plugins. No resources: a library looks for its providers among those that came with it. */
  private static final class HostClasses extends ClassLoader {
    static {
      registerAsParallelCapable();
    }

    private static final Set<String> PACKAGES_OF_JAVA =
        ModuleLayer.boot().modules().stream()
            .filter(module -> module.getName().matches("(java|jdk)\\..*"))
            .flatMap(module -> module.getPackages().stream())
            .collect(Collectors.toSet());

    private final ClassLoader host;

    HostClasses(ClassLoader host) {
      super("host", ClassLoader.getPlatformClassLoader());
      this.host = host;
    }

    /** Asks Java for what is Java's and for nothing else: its loaders hand out the modules of the server as well. */
    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (PACKAGES_OF_JAVA.contains(name.substring(0, Math.max(0, name.lastIndexOf('.'))))) {
        return super.loadClass(name, resolve);
      }
      if (isIn(LOGGING_API, name)
          || PluginLayer.HOST_MODULES.stream().anyMatch(each -> isIn(each, name))) {
        return host.loadClass(name);
      }
      throw new ClassNotFoundException(name);
    }
  }
}

/** What operators do with data directories and running ensembles: look, check, back up, restore. */
module io.vivarium.tools {
  requires static transitive org.jspecify;
  requires info.picocli;
  requires io.vivarium.codec;
  requires io.vivarium.config;
  requires io.vivarium.kernel;
  requires io.vivarium.storage.filelog;
  requires io.vivarium.tree;

  exports io.vivarium.tools;

  // Commands are filled in from the command line by reflection.
  opens io.vivarium.tools.apache to
      info.picocli;
  opens io.vivarium.tools.backup to
      info.picocli;
  opens io.vivarium.tools.log to
      info.picocli;
  opens io.vivarium.tools.output to
      info.picocli;
  opens io.vivarium.tools.snapshot to
      info.picocli;
  opens io.vivarium.tools.status to
      info.picocli;
}

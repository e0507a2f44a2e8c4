/** An admin command that measures how long the disk takes to make bytes durable. */
module com.example.fsync {
  requires static org.jspecify;
  requires io.vivarium.spi;
  requires HdrHistogram;

  provides io.vivarium.spi.admin.AdminCommandsProvider with
      com.example.fsync.FsyncProvider;
}

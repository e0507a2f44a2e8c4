package io.vivarium.kernel.connection;

import io.vivarium.kernel.access.AccessCheck;
import io.vivarium.kernel.metrics.ServerStats;
import io.vivarium.kernel.pipeline.Pipeline;
import io.vivarium.kernel.pipeline.Reads;
import io.vivarium.kernel.pipeline.RequestPipeline;
import io.vivarium.kernel.pipeline.WakeBatch;
import io.vivarium.spi.TimeSource;
import io.vivarium.spi.auth.AuthScheme;
import io.vivarium.spi.auth.FailedAttempts;
import io.vivarium.tree.DataTree;
import io.vivarium.tree.watch.WatchTable;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What all client connections share.
 *
 * @param reads answers reads from the local tree
 * @param tree what is read
 * @param watches forgets the watches of connections that end
 * @param wakeBatch who is woken at the end of the pipeline's batch
 * @param access who may see which event
 * @param schemes authentication schemes by name
 * @param attempts who has failed to authenticate too often, at any port, and has to wait; null when nobody has to
 * @param service whom the server serves now
 * @param knownZxid what a client may have seen: the last txn applied, or the beginning of the epoch if that is later
 * @param unsent what waits for all clients, at any port
 * @param slowTasks runs what may take milliseconds, such as answering four-letter words that look at the disk
 */
public record ConnectionServices(
    RequestPipeline pipeline,
    Reads reads,
    DataTree tree,
    WatchTable watches,
    WakeBatch wakeBatch,
    AccessCheck access,
    Map<String, AuthScheme> schemes,
    @Nullable FailedAttempts attempts,
    Supplier<Pipeline.Service> service,
    LongSupplier knownZxid,
    ServerStats stats,
    UnsentOutput unsent,
    Executor slowTasks,
    TimeSource time) {}

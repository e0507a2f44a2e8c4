/**
 * The figures of a server: what plugins and the kernel count, and how it is read.
 *
 * <p>Two ways in, by how hot the place is:
 *
 * <ul>
 *   <li>{@link io.vivarium.kernel.metrics.TrafficRecorder}: one per I/O thread, from {@link
 *       io.vivarium.kernel.metrics.ServerStats#recorder()}. Every frame, reply and latency goes
 *       through it, so it has a single writer and costs plain stores: no lock, no atomic
 *       read-modify-write, no cache line written by two threads. Readers add the recorders up.
 *   <li>{@link io.vivarium.kernel.metrics.KernelMetrics}: named counters, gauges and summaries for
 *       everything else, from any thread. Counters and summaries are striped by thread.
 * </ul>
 *
 * <p>One way out: {@link io.vivarium.kernel.metrics.KernelMetrics#readings()} is a typed list that
 * each exporter renders. {@link io.vivarium.kernel.metrics.MonitorForm} renders it as {@code mntr}
 * does.
 *
 * <p>A reset ({@code srst}) never writes to a cell that another thread owns: it starts a new period,
 * and each recorder begins afresh by itself when it next records.
 */
@NullMarked
package io.vivarium.kernel.metrics;

import org.jspecify.annotations.NullMarked;

/**
 * Sessions: who is connected to the service, independent of connections. The pipeline's thread owns the tracker; I/O threads do
 * nothing but touch a session. Expiry goes through the one door: the tracker names the expired, the pipeline closes them by a txn.
 */
@NullMarked
package io.vivarium.kernel.session;

import org.jspecify.annotations.NullMarked;

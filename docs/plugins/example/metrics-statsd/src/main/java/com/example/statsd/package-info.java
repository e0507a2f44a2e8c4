/** Sends metrics to a StatsD daemon by UDP. */
@NullMarked
package com.example.statsd;

import org.jspecify.annotations.NullMarked;

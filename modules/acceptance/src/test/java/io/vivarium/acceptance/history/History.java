package io.vivarium.acceptance.history;

import java.util.List;

/**
 * What all sessions of a workload were told.
 *
 * @param operations those of a session in the order of their calls
 * @param complaints what went wrong at once: errors that no fault explains, an event that came too late
 */
record History(List<Operation> operations, List<String> complaints) {
  History {
    operations = List.copyOf(operations);
    complaints = List.copyOf(complaints);
  }
}

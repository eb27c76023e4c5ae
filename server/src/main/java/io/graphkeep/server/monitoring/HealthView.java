package io.graphkeep.server.monitoring;

import java.util.Comparator;
import java.util.List;

/**
 * Some components at one moment, the worst first.
 *
 * @param version that of the whole register then
 */
public record HealthView(List<ComponentHealth> components, long version) {

    /** The worst state of them; UNKNOWN counts as DEGRADED, and nothing at all is UNKNOWN. */
    public HealthState overall() {
        return components.stream()
                .map(ComponentHealth::state)
                .max(Comparator.comparingInt(HealthState::rank))
                .map(worst -> worst == HealthState.UNKNOWN ? HealthState.DEGRADED : worst)
                .orElse(HealthState.UNKNOWN);
    }

    /** The worst component's own sentence, and how many more there are. */
    public String summary() {
        var wrong = components.stream()
                .filter(component -> component.state() != HealthState.HEALTHY)
                .toList();
        if (components.isEmpty()) {
            return "Nothing has been looked at yet.";
        }
        if (wrong.isEmpty()) {
            return "All " + components.size() + " components are healthy.";
        }
        var first = wrong.get(0);
        var more = wrong.size() == 1 ? "" : " And " + (wrong.size() - 1) + " more.";
        return first.component() + ": " + first.verdict().message() + more;
    }
}

package io.graphkeep.server.config;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Which parts of the server are switched on. */
public record SwitchConfig(Set<Switch> on) {

    private static final Map<Switch, Key<Boolean>> BY_SWITCH = Arrays.stream(Switch.values())
            .collect(Collectors.toUnmodifiableMap(Function.identity(), SwitchConfig::keyOf));

    static final List<Key<?>> KEYS =
            Arrays.stream(Switch.values()).<Key<?>>map(BY_SWITCH::get).toList();

    public boolean isOn(Switch part) {
        return on.contains(part);
    }

    static SwitchConfig from(Values values) {
        return new SwitchConfig(BY_SWITCH.entrySet().stream()
                .filter(part -> values.get(part.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet()));
    }

    private static Key<Boolean> keyOf(Switch part) {
        return Key.of(Group.SWITCHES, part.stem(), Types.bool())
                .otherwise("true")
                .alias("LIGHTRAG_" + part.stem())
                .means(part.meaning());
    }
}

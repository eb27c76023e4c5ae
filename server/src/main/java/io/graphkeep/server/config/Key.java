package io.graphkeep.server.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One thing that the operator can set: its names, type, default and meaning.
 *
 * <p>The reader, the checks, the reference page and {@code graphkeep config} all work from the same keys. Immutable: each
 * step of a definition gives another key.
 *
 * @param stem the name without {@code GRAPHKEEP_}
 * @param defaultText the default as the operator would write it; null where it is computed or there is none
 * @param computed gives the default where it depends on the machine or on other keys
 * @param defaultTold the default in words, where there is no text
 * @param alias the name that the first version had for it
 * @param fromFile whether the key with {@code _FILE} behind its name names a file that holds the value
 * @param waitsFor what the key needs to have an effect and this version does not have yet; empty where it works
 */
record Key<T>(
        Group group,
        String stem,
        ValueType<T> type,
        @Nullable String defaultText,
        @Nullable Computed<T> computed,
        String defaultTold,
        @Nullable Alias<T> alias,
        boolean isSecret,
        boolean fromFile,
        String meaning,
        String waitsFor) {

    static final String PREFIX = "GRAPHKEEP_";

    /** A default that depends on the machine, or on the keys before it in the table. */
    interface Computed<T> {
        T compute(Surroundings surroundings, Values values);
    }

    /** A first version's name, with the unit that its values had. */
    record Alias<T>(String name, ValueType<T> type) {}

    static <T> Key<T> of(Group group, String stem, ValueType<T> type) {
        return new Key<>(group, stem, type, null, null, "", null, false, false, "", "");
    }

    Key<T> otherwise(String text) {
        return new Key<>(group, stem, type, text, null, "", alias, isSecret, fromFile, meaning, waitsFor);
    }

    Key<T> computed(String told, Computed<T> how) {
        return new Key<>(group, stem, type, null, how, told, alias, isSecret, fromFile, meaning, waitsFor);
    }

    Key<T> unset(String told) {
        return new Key<>(group, stem, type, null, null, told, alias, isSecret, fromFile, meaning, waitsFor);
    }

    Key<T> alias(String name) {
        return alias(name, type);
    }

    Key<T> alias(String name, ValueType<T> aliasType) {
        var named = new Alias<>(name, aliasType);
        return new Key<>(
                group, stem, type, defaultText, computed, defaultTold, named, isSecret, fromFile, meaning, waitsFor);
    }

    Key<T> secret() {
        return new Key<>(group, stem, type, defaultText, computed, defaultTold, alias, true, true, meaning, waitsFor);
    }

    Key<T> orFromFile() {
        return new Key<>(
                group, stem, type, defaultText, computed, defaultTold, alias, isSecret, true, meaning, waitsFor);
    }

    Key<T> means(String sentences) {
        return new Key<>(
                group, stem, type, defaultText, computed, defaultTold, alias, isSecret, fromFile, sentences, waitsFor);
    }

    /** Marks a key that is read and checked, and that nothing asks for before this is built. */
    Key<T> waitsFor(String what) {
        return new Key<>(
                group, stem, type, defaultText, computed, defaultTold, alias, isSecret, fromFile, meaning, what);
    }

    String name() {
        return PREFIX + stem;
    }

    String fileName() {
        return name() + "_FILE";
    }

    String flag() {
        return flag(stem);
    }

    String fileFlag() {
        return flag(stem + "_FILE");
    }

    boolean isBoolean() {
        return type.equals(Types.bool());
    }

    private static String flag(String stem) {
        return "--" + stem.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

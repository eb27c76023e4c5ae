package io.graphkeep.server.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Made-up documents about lighthouses and their keepers, and what an extraction would have found in them. */
final class SampleContent {
    /** A document and the chunks of its text, in order. */
    record Document(String id, String file, List<Chunk> chunks) {
        String text() {
            return String.join("\n", chunks.stream().map(Chunk::text).toList());
        }
    }

    /** A piece of a document, with the entities that it mentions. */
    record Chunk(String id, int order, String text, Set<Entity> mentions) {}

    /** Something that has a name. */
    record Entity(String name, String type, String description) {}

    /** That two entities have something to do with each other. */
    record Relation(Entity source, Entity target, String keywords, String description) {}

    private static final List<String> PLACES = List.of(
            "Skerry",
            "Fastnet",
            "Roquebrune",
            "Müllrose",
            "Tarifa",
            "Hook Head",
            "Cape Wrath",
            "Sumburgh",
            "Ushant",
            "Løten",
            "Ardnamurchan",
            "Finisterre");
    private static final List<String> THINGS =
            List.of("Lighthouse", "Harbour", "Signal Station", "Archive", "Lifeboat", "Observatory", "Quarry", "Ferry");
    private static final List<String> PEOPLE = List.of(
            "Ada", "Bertil", "Chiara", "Duncan", "Élodie", "Fionn", "Greta", "Hamish", "Ingrid", "Jorge", "Katla",
            "Liam");
    private static final List<String> FAMILIES =
            List.of("Stevenson", "Fresnel", "Argand", "Douglass", "Halpin", "Smeaton", "Winstanley", "Brewster");
    private static final List<String> VERBS = List.of(
            "keeps", "repaired", "drew", "wrote about", "supplied", "inspected", "painted", "remembers", "rebuilt");
    private static final int DOCUMENTS = 40;
    private static final int CHUNKS = 4;
    private static final int SENTENCES = 5;

    private final RandomGenerator random;
    private final List<Entity> entities = new ArrayList<>();
    private final List<Document> documents = new ArrayList<>();
    private final Map<String, Relation> relations = new LinkedHashMap<>();

    SampleContent(RandomGenerator random) {
        this.random = random;
        PLACES.forEach(place -> THINGS.forEach(thing -> entities.add(new Entity(
                place + " " + thing, "location", "The " + thing.toLowerCase(Locale.ROOT) + " of " + place + "."))));
        PEOPLE.forEach(person -> FAMILIES.forEach(family ->
                entities.add(new Entity(person + " " + family, "person", person + " of the family " + family + "."))));
        for (var number = 0; number < DOCUMENTS; number++) {
            documents.add(document(number));
        }
    }

    List<Document> documents() {
        return documents;
    }

    List<Chunk> chunks() {
        return documents.stream()
                .flatMap(document -> document.chunks().stream())
                .toList();
    }

    /** Those that some chunk mentions. */
    List<Entity> entities() {
        var mentioned = new LinkedHashSet<Entity>();
        chunks().forEach(chunk -> mentioned.addAll(chunk.mentions()));
        return List.copyOf(mentioned);
    }

    List<Relation> relations() {
        return List.copyOf(relations.values());
    }

    private Document document(int number) {
        var chunks = new ArrayList<Chunk>();
        for (var order = 0; order < CHUNKS; order++) {
            chunks.add(chunk(order));
        }
        return new Document("doc-" + hex(), "letters/letter-%03d.txt".formatted(number + 1), chunks);
    }

    private Chunk chunk(int order) {
        var mentions = new LinkedHashSet<Entity>();
        var text = new StringBuilder();
        for (var sentence = 0; sentence < SENTENCES; sentence++) {
            var source = any(entities);
            var target = any(entities);
            var verb = any(VERBS);
            var said = source.name() + " " + verb + " " + target.name() + " in " + (1800 + random.nextInt(120)) + ".";
            mentions.add(source);
            mentions.add(target);
            relations.putIfAbsent(source.name() + "<SEP>" + target.name(), new Relation(source, target, verb, said));
            text.append(said).append(' ');
        }
        return new Chunk("chunk-" + hex(), order, text.toString().strip(), mentions);
    }

    private String hex() {
        return "%016x%016x".formatted(random.nextLong(), random.nextLong());
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}

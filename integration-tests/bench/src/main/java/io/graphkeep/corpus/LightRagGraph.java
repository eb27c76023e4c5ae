package io.graphkeep.corpus;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A LightRAG graph as it grows and changes: documents that share entities, so that each one inserted changes old rows all over.
 *
 * <p>A document mentions 24 entities. While the graph is built, fewer and fewer of them are new, down to 6: what is inserted later
 * finds 18 of its 24 there. The same seed and the same changes give the same graph.
 */
public final class LightRagGraph {
    private static final int MENTIONED = 24;
    private static final int NEW_AT_THE_END = 6;
    private static final int NEW_RELATIONS = 22;
    private static final int DOCUMENTS_PER_OLD_RELATION = 3;
    private static final double OLDEST_KEPT = 0.3;
    private static final double DOCUMENT_BYTES = 490_000;

    private final Words words = new Words();
    private final List<Document> documents = new ArrayList<>();
    private final List<Document> asked = new ArrayList<>();
    private final List<Entity> entities = new ArrayList<>();
    private final List<Relation> relations = new ArrayList<>();
    private final SplittableRandom random;
    private int nextDocument;
    private int nextEntity;
    private int nextRelation;

    private LightRagGraph(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** A graph whose files take about so many bytes. */
    public static LightRagGraph ofSize(long bytes, long seed) {
        var graph = new LightRagGraph(seed);
        var documents = (int) Math.max(2, Math.round(bytes / DOCUMENT_BYTES));
        for (var number = 0; number < documents; number++) {
            graph.insert(MENTIONED - (MENTIONED - NEW_AT_THE_END) * number / documents);
        }
        return graph;
    }

    /** Inserts documents: this share of those that are there. */
    public void insertDocuments(double share) {
        for (var left = count(documents, share); left > 0; left--) {
            insert(NEW_AT_THE_END);
        }
    }

    /** Rewrites the description of this share of the entities and of the relations. */
    public void edit(double share) {
        chosen(entities, share).forEach(entity -> entity.mentioned().edit());
        chosen(relations, share).forEach(relation -> relation.mentioned().edit());
    }

    /**
     * Deletes this share of the documents, spread over the newer ones: what only they mentioned goes, the rest is described anew.
     *
     * <p>Rows that leave the middle of a matrix shift all that follows against base64's groups of three bytes.
     */
    public void deleteDocuments(double share) {
        var all = List.copyOf(documents);
        var doomed = count(all, share);
        var newer = all.size() * (1 - OLDEST_KEPT) / doomed;
        for (var number = 0; number < doomed; number++) {
            delete(all.get((int) (all.size() * OLDEST_KEPT + (number + 0.5) * newer)));
        }
    }

    private void insert(int fresh) {
        var document = new Document(nextDocument++, new ArrayList<>(), new ArrayList<>());
        for (var left = entities.isEmpty() ? 0 : MENTIONED - fresh; left > 0; left--) {
            document.entities().add(entities.get(random.nextInt(entities.size())));
        }
        for (var left = MENTIONED - document.entities().size(); left > 0; left--) {
            var entity = Entity.numbered(nextEntity++, words);
            entities.add(entity);
            document.entities().add(entity);
        }
        Collections.shuffle(document.entities(), random);
        relate(document);
        document.entities().forEach(entity -> entity.mentioned().mention(document));
        documents.add(document);
        asked.add(document);
    }

    private void relate(Document document) {
        if (document.id() % DOCUMENTS_PER_OLD_RELATION == 1) {
            var old = relations.get(random.nextInt(relations.size()));
            document.relations().add(old);
            document.entities().addAll(List.of(old.source(), old.target()));
        }
        var mentioned = document.entities();
        for (var left = NEW_RELATIONS + random.nextInt(3); left > 0; left--) {
            var source = random.nextInt(MENTIONED);
            var target = (source + 1 + random.nextInt(MENTIONED - 1)) % MENTIONED;
            var relation =
                    new Relation(Mentioned.relation(nextRelation++), mentioned.get(source), mentioned.get(target));
            relations.add(relation);
            document.relations().add(relation);
        }
        document.relations().forEach(relation -> relation.mentioned().mention(document));
    }

    private void delete(Document document) {
        documents.remove(document);
        relations.removeIf(relation ->
                document.relations().contains(relation) && !relation.mentioned().forget(document));
        entities.removeIf(entity ->
                document.entities().contains(entity) && !entity.mentioned().forget(document));
    }

    private <T> List<T> chosen(List<T> all, double share) {
        var shuffled = new ArrayList<>(all);
        Collections.shuffle(shuffled, random);
        return List.copyOf(shuffled.subList(0, count(all, share)));
    }

    private static int count(List<?> all, double share) {
        return (int) Math.max(1, Math.round(all.size() * share));
    }

    Words words() {
        return words;
    }

    List<Document> documents() {
        return Collections.unmodifiableList(documents);
    }

    /** Documents whose answers of the model are cached: deletion leaves them. */
    List<Document> asked() {
        return Collections.unmodifiableList(asked);
    }

    List<Entity> entities() {
        return Collections.unmodifiableList(entities);
    }

    List<Relation> relations() {
        return Collections.unmodifiableList(relations);
    }
}

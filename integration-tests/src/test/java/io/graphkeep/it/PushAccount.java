package io.graphkeep.it;

import io.graphkeep.transfer.push.PushProgress;
import java.util.TreeMap;

/** What a push has sent, and what of that it did not know to be durable each time that its connection broke. */
final class PushAccount implements PushProgress {
    private final TreeMap<Long, Integer> unsure = new TreeMap<>();
    private long sent;
    private long lost;
    private int breaks;

    @Override
    public synchronized void sent(long sequence, int bytes) {
        sent += bytes;
        unsure.put(sequence, bytes);
    }

    @Override
    public synchronized void durable(long sequence) {
        unsure.headMap(sequence, true).clear();
    }

    @Override
    public synchronized void resumed(int time, String why) {
        lost += unsure.values().stream().mapToLong(Integer::intValue).sum();
        unsure.clear();
        breaks++;
    }

    /** Bytes of payload. */
    synchronized long sent() {
        return sent;
    }

    /** Bytes of payload that may have to be sent again. */
    synchronized long lost() {
        return lost;
    }

    synchronized int breaks() {
        return breaks;
    }
}

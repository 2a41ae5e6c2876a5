package example.ebs.linux.quota;

/**
 * What a limited directory holds.
 *
 * @param usedBytes as allocated on the disk
 * @param limitBytes the most it may hold
 * @param usedInodes how many files and folders it has, itself included
 * @param limitInodes how many it may have
 */
public record QuotaUsage(long usedBytes, long limitBytes, long usedInodes, long limitInodes) {}

/**
 * What can go wrong, in this project's own words, and the one place that turns it into a gRPC
 * status.
 */
@NullMarked
package example.ebs.csi.failure;

import org.jspecify.annotations.NullMarked;

/** What a node asks of the API server: plain requests, and objects that it follows. */
@NullMarked
package example.ebs.node.cluster;

import org.jspecify.annotations.NullMarked;

/** Local volumes: directories of this node, for which no cloud is asked. */
@NullMarked
package example.ebs.node.local;

import org.jspecify.annotations.NullMarked;

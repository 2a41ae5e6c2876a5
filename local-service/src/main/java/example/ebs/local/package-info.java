/** Local volumes: directories of this node, for which no cloud is asked. */
@NullMarked
package example.ebs.local;

import org.jspecify.annotations.NullMarked;

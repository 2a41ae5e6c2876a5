/** What controller and node agree on about local volumes, which are directories of one node. */
@NullMarked
package example.ebs.local.model;

import org.jspecify.annotations.NullMarked;

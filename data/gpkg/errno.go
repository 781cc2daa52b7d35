package gpkg

import "syscall"

const enospc = syscall.ENOSPC

require('aplomb.start')

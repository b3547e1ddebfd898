call aplomb#DefineForAle('text')

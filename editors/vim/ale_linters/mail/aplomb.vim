call aplomb#DefineForAle('mail')
